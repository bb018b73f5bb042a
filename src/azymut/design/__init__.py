"""The look and everything that draws: layouts, parts, form fields, charts, cartogram, gallery. It knows no domain."""
