package zabra.client.bench;

import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A run over time as one self-contained SVG: operations a second above, latency below. */
public final class LatencyChart {
    private static final int WIDTH = 900;
    private static final int LEFT = 80;
    private static final int RIGHT = 20;
    private static final int PANEL_HEIGHT = 200;
    private static final int GAP = 60;
    private static final int GRID_LINES = 4;

    private LatencyChart() {}

    /** Draws the measured seconds; without any, an empty frame. */
    public static String svg(BenchResult result) {
        List<Interval> series = result.series();
        int height = 2 * PANEL_HEIGHT + 3 * GAP;
        Formatter out = new Formatter(Locale.ROOT);
        out.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                        + " font-family=\"sans-serif\" font-size=\"12\">%n",
                WIDTH, height);
        out.format("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n");
        panel(
                out,
                GAP,
                "operations a second",
                series,
                List.of(new Line("", "#1f6feb", Interval::rate)));
        panel(
                out,
                2 * GAP + PANEL_HEIGHT,
                "latency, microseconds",
                series,
                List.of(
                        new Line("p50", "#2da44e", Interval::p50Micros),
                        new Line("p99", "#bf8700", Interval::p99Micros),
                        new Line("max", "#cf222e", Interval::maxMicros)));
        return out.format("</svg>%n").toString();
    }

    private record Line(String name, String color, ToDoubleFunction<Interval> value) {}

    private static void panel(
            Formatter out, int top, String title, List<Interval> series, List<Line> lines) {
        double highest = 1;
        double last = 1;
        for (Interval interval : series) {
            last = Math.max(last, interval.atSeconds());
            for (Line line : lines) {
                highest = Math.max(highest, line.value().applyAsDouble(interval));
            }
        }
        out.format(
                "<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s</text>%n", LEFT, top - 12, title);
        for (int i = 0; i <= GRID_LINES; i++) {
            int y = top + PANEL_HEIGHT - PANEL_HEIGHT * i / GRID_LINES;
            out.format(
                    "<path d=\"M%d %dH%d\" stroke=\"#d0d7de\"/>"
                            + "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%,.0f</text>%n",
                    LEFT, y, WIDTH - RIGHT, LEFT - 6, y + 4, highest * i / GRID_LINES);
        }
        int legend = WIDTH - RIGHT;
        for (Line line : lines) {
            Formatter points = new Formatter(Locale.ROOT);
            for (Interval interval : series) {
                points.format(
                        "%.1f,%.1f ",
                        LEFT + (WIDTH - LEFT - RIGHT) * interval.atSeconds() / last,
                        top + PANEL_HEIGHT * (1 - line.value().applyAsDouble(interval) / highest));
            }
            out.format(
                    "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" points=\"%s\"/>%n"
                            + "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"%s\">%s</text>%n",
                    line.color(),
                    points.toString().trim(),
                    legend,
                    top - 12,
                    line.color(),
                    line.name());
            legend -= 50;
        }
        out.format(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%.0f s</text>%n",
                WIDTH - RIGHT, top + PANEL_HEIGHT + 16, last);
    }
}
