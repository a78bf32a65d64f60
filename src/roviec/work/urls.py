"""Addresses of plans and tasks."""

from django.urls import path

from roviec.work.views import bringing, bulk, changes, charts, exports, feeds, orders, plan, plans, steps, task

app_name = "work"

urlpatterns = [
    path("ke-hoach/", plans.plans, name="plans"),
    path("ke-hoach/moi/", plans.plan_new, name="plan_new"),
    path("ke-hoach/tu-tep/", bringing.plan_from_file, name="plan_from_file"),
    path("ke-hoach/tu-tep/<uuid:brought>/", bringing.plan_from_file_do, name="plan_from_file_do"),
    path("ke-hoach/<uuid:pk>/", plan.plan, name="plan"),
    path("ke-hoach/<uuid:pk>/sua/", plans.plan_edit, name="plan_edit"),
    path("ke-hoach/<uuid:pk>/dong/", plans.plan_close, name="plan_close"),
    path("ke-hoach/<uuid:pk>/gantt/", charts.plan_chart, name="plan_chart"),
    path("ke-hoach/<uuid:pk>/gantt.json", charts.plan_gantt, name="plan_gantt"),
    path("ke-hoach/<uuid:pk>/gantt/xem-truoc/", changes.preview, name="gantt_preview"),
    path("ke-hoach/<uuid:pk>/gantt/doi/", changes.change, name="gantt_change"),
    path("ke-hoach/<uuid:pk>/gantt/hoan-tac/", changes.undo, name="gantt_undo"),
    path("ke-hoach/<uuid:pk>/gantt/moi/", changes.news, name="gantt_news"),
    path("ke-hoach/<uuid:pk>/gantt/vi-sao/<uuid:task>/", changes.why, name="gantt_why"),
    path("ke-hoach/<uuid:pk>/lich-su/", plan.plan_history, name="plan_history"),
    path("ke-hoach/<uuid:pk>/bang.xlsx", plan.plan_export, name="plan_export"),
    path("ke-hoach/<uuid:pk>/tai-ve/", exports.plan_take, name="plan_take"),
    path("ke-hoach/<uuid:pk>/tai-ve/tep/", exports.plan_file, name="plan_file"),
    path("ke-hoach/<uuid:pk>/dua-vao/", bringing.plan_bring, name="plan_bring"),
    path("ke-hoach/<uuid:pk>/dua-vao/<uuid:brought>/", bringing.plan_brought, name="plan_brought"),
    path("ke-hoach/<uuid:plan>/nhiem-vu-moi/", task.task_new, name="task_new"),
    path("nhiem-vu/nhieu/", bulk.bulk, name="bulk"),
    path("nhiem-vu/<uuid:pk>/", task.task, name="task"),
    path("nhiem-vu/<uuid:pk>/phan-viec/", task.parts, name="parts"),
    path("nhiem-vu/<uuid:pk>/<slug:verb>/", steps.task_do, name="task_do"),
    path("giao-nhanh/", orders.quick, name="quick"),
    path("giao-nhanh/cho-ai/", orders.who, name="who"),
    path("tep/<uuid:pk>/", task.file, name="file"),
    path("don-vi/<uuid:pk>/gantt/", charts.unit_chart, name="unit_chart"),
    path("don-vi/<uuid:pk>/gantt.json", charts.unit_gantt, name="unit_gantt"),
    path("can-bo/<uuid:pk>/gantt/", charts.officer_chart, name="officer_chart"),
    path("can-bo/<uuid:pk>/gantt.json", charts.officer_gantt, name="officer_gantt"),
    path("don-vi/<uuid:pk>/tai-ve/", exports.unit_take, name="unit_take"),
    path("don-vi/<uuid:pk>/tai-ve/tep/", exports.unit_file, name="unit_file"),
    path("can-bo/<uuid:pk>/tai-ve/", exports.officer_take, name="officer_take"),
    path("can-bo/<uuid:pk>/tai-ve/tep/", exports.officer_file, name="officer_file"),
    path("tai-khoan/lich/", feeds.feeds, name="feeds"),
    path("tai-khoan/lich/<uuid:pk>/thu-hoi/", feeds.feed_revoke, name="feed_revoke"),
    path("lich/<str:secret>.ics", feeds.feed, name="feed"),
]
