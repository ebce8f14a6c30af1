namespace FaceAuth.People.Numbers;

/// <summary>Functions made of +, −, ×, ÷ and √ alone, which IEEE 754 fixes to the last bit. Accurate to about 1e-9.</summary>
/// <remarks>The platform's own sine may differ from machine to machine, and a rendered picture must not.</remarks>
internal static class Exact
{
    const double TwoPi = 6.283185307179586;
    const double Ln2 = 0.6931471805599453;

    /// <summary>Sine of radians.</summary>
    public static double Sin(double x)
    {
        x -= TwoPi * Math.Floor(x / TwoPi + 0.5);   // −π … π
        if (x > TwoPi / 4) x = TwoPi / 2 - x;
        else if (x < -TwoPi / 4) x = -TwoPi / 2 - x;
        var square = x * x;
        var sum = 1.0;
        for (var k = 17; k >= 3; k -= 2) sum = 1 - square / (k * (k - 1)) * sum;
        return x * sum;
    }

    /// <summary>Cosine of radians.</summary>
    public static double Cos(double x) => Sin(x + TwoPi / 4);

    /// <summary>e to the x.</summary>
    public static double Exp(double x)
    {
        if (x < -700) return 0;
        var power = Math.Floor(x / Ln2 + 0.5);
        var rest = x - power * Ln2;
        var sum = 1.0;
        for (var k = 13; k >= 1; k--) sum = 1 + rest / k * sum;
        return Math.ScaleB(sum, (int)power);
    }

    /// <summary>Natural logarithm of a positive number.</summary>
    public static double Log(double x)
    {
        var power = Math.ILogB(x);
        var m = Math.ScaleB(x, -power);   // 1 … 2
        if (m > 1.4142135623730951)
        {
            m /= 2;
            power++;
        }

        var t = (m - 1) / (m + 1);
        var (square, sum) = (t * t, 0.0);
        for (var k = 21; k >= 1; k -= 2) sum = sum * square + 1.0 / k;
        return 2 * t * sum + power * Ln2;
    }

    /// <summary>A non-negative number to the power of another.</summary>
    public static double Pow(double x, double y) => x <= 0 ? 0 : Exp(y * Log(x));

    /// <summary>Angle of a direction in radians, −π to π; as Math.Atan2.</summary>
    public static double Atan2(double y, double x)
    {
        if (x == 0 && y == 0) return 0;
        var (ax, ay) = (Math.Abs(x), Math.Abs(y));
        var t = Math.Min(ax, ay) / Math.Max(ax, ay);
        // halved twice, so that the series is short
        t /= 1 + Math.Sqrt(1 + t * t);
        t /= 1 + Math.Sqrt(1 + t * t);
        var (square, sum) = (t * t, 0.0);
        for (var k = 15; k >= 1; k -= 2) sum = 1.0 / k - square * sum;
        var angle = 4 * t * sum;
        if (ay > ax) angle = TwoPi / 4 - angle;
        if (x < 0) angle = TwoPi / 2 - angle;
        return y < 0 ? -angle : angle;
    }
}
