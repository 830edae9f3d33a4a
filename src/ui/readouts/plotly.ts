/** @file The part of Plotly that draws lines: loaded when first needed, on its own. */
import Plotly from "plotly.js/lib/core";

export const react = Plotly.react;
export const toImage = Plotly.toImage;
export const purge = Plotly.purge;
