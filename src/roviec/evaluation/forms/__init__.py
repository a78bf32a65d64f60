"""Forms of evaluation: what people type, turned into the arguments of an action. They decide nothing."""
