"""Pure builders: a DataFrame becomes a `ChartSpec`, a `ChartSpec` becomes a figure."""
