"""The words of groupkeeper: ids, events, effects, values, ports. It touches nothing."""
