"""What people do in evaluation, by noun: import from the module, e.g. `roviec.evaluation.actions.sheets`."""
