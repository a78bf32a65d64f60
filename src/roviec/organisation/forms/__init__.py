"""Forms of the organisation: what people type into values for the actions. They decide nothing but what was meant."""
