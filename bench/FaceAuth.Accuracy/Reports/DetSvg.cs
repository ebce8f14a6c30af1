using System.Globalization;
using System.Text;
using FaceAuth.Accuracy.Statistics;

namespace FaceAuth.Accuracy.Reports;

/// <summary>Draws a detection error trade-off, both axes logarithmic, from 1e-6 or the fewest trials to 1.</summary>
internal static class DetSvg
{
    const double Width = 720, Height = 480, Left = 70, Right = 20, Top = 15, Bottom = 55;

    /// <summary>An SVG element.</summary>
    public static string Draw(EvalCurve curve)
    {
        var across = Decades(curve.Points.Select(point => point.FalseMatch), curve.Least);
        var up = Decades(curve.Points.Select(point => point.FalseNonMatch), 0);
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" "
            + $"aria-label=\"{HtmlReport.Text(curve.Title)}\" font-size=\"13\" fill=\"currentColor\">\n");
        for (var decade = across; decade <= 0; decade++)
        {
            var x = X(Math.Pow(10, decade), across);
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<path d=\"M{x:F1} {Top}V{Height - Bottom}\" stroke=\"#8886\"/><text x=\"{x:F1}\" y=\"{Height - Bottom + 20}\" "
                + $"text-anchor=\"middle\">{Name(decade)}</text>\n");
        }

        for (var decade = up; decade <= 0; decade++)
        {
            var y = Y(Math.Pow(10, decade), up);
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<path d=\"M{Left} {y:F1}H{Width - Right}\" stroke=\"#8886\"/><text x=\"{Left - 8}\" y=\"{y + 4:F1}\" "
                + $"text-anchor=\"end\">{Name(decade)}</text>\n");
        }

        svg.Append("<polyline fill=\"none\" stroke=\"#2a6fdb\" stroke-width=\"2\" points=\"");
        svg.AppendJoin(' ', curve.Points.Where(point => point.FalseMatch > 0).Select(point => Place(point, across, up)));
        svg.Append("\"/>\n");
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<text x=\"{Left + (Width - Left - Right) / 2}\" y=\"{Height - 12}\" "
            + $"text-anchor=\"middle\">{HtmlReport.Text(curve.Across)}</text>\n");
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<text transform=\"translate(18 {Top + (Height - Top - Bottom) / 2}) rotate(-90)\" "
            + $"text-anchor=\"middle\">{HtmlReport.Text(curve.Up)}</text>\n");
        return svg.Append("</svg>").ToString();
    }

    static string Place(DetPoint point, int across, int up) =>
        string.Create(CultureInfo.InvariantCulture, $"{X(point.FalseMatch, across):F1},{Y(point.FalseNonMatch, up):F1}");

    static double X(double rate, int decades) => Left + (Width - Left - Right) * (1 - Fraction(rate, decades));

    static double Y(double rate, int decades) => Top + (Height - Top - Bottom) * Fraction(rate, decades);

    // 0 at a rate of 1, 1 at the end of the axis; rates beyond it lie on it
    static double Fraction(double rate, int decades) => Math.Clamp(Math.Log10(Math.Max(rate, 1e-12)) / decades, 0, 1);

    static int Decades(IEnumerable<double> rates, double least)
    {
        var smallest = rates.Where(rate => rate > 0).Append(1).Min();
        return Math.Clamp((int)Math.Floor(Math.Log10(Math.Max(smallest, least)) + 1e-9), -6, -1);
    }

    static string Name(int decade) => decade switch { 0 => "100 %", -1 => "10 %", -2 => "1 %", _ => $"1e{decade}" };
}
