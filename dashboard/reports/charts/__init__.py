"""Charts on paper: a `ChartSpec` as SVG in millimetres, and as blocks of a document."""
