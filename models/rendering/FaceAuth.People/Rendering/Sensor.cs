using FaceAuth.People.Numbers;

namespace FaceAuth.People.Rendering;

/// <summary>What a camera makes of the light: exposure, lens blur, noise, sharpening, colours at half size.</summary>
internal sealed record Sensor
{
    /// <summary>Gain on linear light.</summary>
    public float Exposure { get; init; } = 1;

    /// <summary>Deviation of the lens's blur in pixels, 0.3–2.</summary>
    public float Blur { get; init; } = 0.6f;

    /// <summary>Noise in coded levels at middle grey.</summary>
    public float Noise { get; init; } = 2;

    /// <summary>How much edges are sharpened afterwards.</summary>
    public float Sharpening { get; init; } = 0.5f;

    /// <summary>Loss of light in the corners, 0–0.5.</summary>
    public float Vignette { get; init; } = 0.12f;

    /// <summary>Strength of colours, 1 as they are.</summary>
    public float Saturation { get; init; } = 1;

    /// <summary>A sensor such as webcams and phones have.</summary>
    public static Sensor Draw(Dice dice) => new()
    {
        Exposure = dice.Between(0.82f, 1.12f),
        Blur = dice.Between(0.4f, 0.8f),
        Noise = dice.Between(1.0f, 3.0f),
        Sharpening = dice.Between(0.3f, 0.9f),
        Vignette = dice.Between(0.03f, 0.2f),
        Saturation = dice.Between(0.85f, 1.15f),
    };

    /// <summary>Takes a picture.</summary>
    /// <param name="light">Linear light, row by row; spoilt.</param>
    /// <param name="width">Pixels, even.</param>
    /// <param name="height">Pixels, even.</param>
    /// <param name="moment">Which picture: each has its own noise.</param>
    public Picture Take(V3[] light, int width, int height, ulong moment)
    {
        var coded = new V3[light.Length];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (dx, dy) = ((x - width / 2f) / (width / 2f), (y - height / 2f) / (width / 2f));
                light[y * width + x] *= Exposure * (1 - Vignette * (dx * dx + dy * dy));
            }
        }

        Blurred(light, coded, width, height, Blur);
        for (var i = 0; i < coded.Length; i++) coded[i] = Tone.ToCoded(coded[i]);
        AddNoise(coded, moment);
        if (Sharpening > 0)
        {
            var soft = light;   // no longer needed
            Blurred(coded, soft, width, height, 0.9f);
            for (var i = 0; i < coded.Length; i++) coded[i] += (coded[i] - soft[i]) * Sharpening;
        }

        if (Saturation != 1)
        {
            for (var i = 0; i < coded.Length; i++)
            {
                var grey = 0.299f * coded[i].X + 0.587f * coded[i].Y + 0.114f * coded[i].Z;
                coded[i] = new V3(grey, grey, grey) + (coded[i] - new V3(grey, grey, grey)) * Saturation;
            }
        }

        return Picture.Of(coded, width, height);
    }

    void AddNoise(V3[] coded, ulong moment)
    {
        var state = Dice.Mix(moment);
        for (var i = 0; i < coded.Length; i++)
        {
            // three triangular numbers of deviation 1 from 64 bits, most of it common to the colours
            var bits = Dice.Mix(state + (ulong)i * 0x9E3779B97F4A7C15);
            var all = Pair(bits);
            var (red, blue) = (Pair(bits >> 20), Pair(bits >> 40));
            var dark = Noise * (1.25f - 0.5f * coded[i].Y * (1 / 255f));
            coded[i] += new V3(0.8f * all + 0.6f * red, 0.8f * all - 0.25f * red, 0.8f * all + 0.7f * blue) * dark;
        }
    }

    static float Pair(ulong bits) => (((bits & 0x3FF) + ((bits >> 10) & 0x3FF)) * (1 / 1023f) - 1) * 2.449f;

    // separable, with five taps: enough up to a deviation of about 1; more is two passes
    static void Blurred(V3[] from, V3[] to, int width, int height, float deviation)
    {
        var passes = 1;
        while (deviation * deviation / passes > 1) passes++;
        var variance = deviation * deviation / passes;
        // weights with the right second moment: b at distance 1, c at distance 2
        var c = variance * variance / 24;
        var b = variance / 2 - 4 * c;
        var a = 1 - 2 * b - 2 * c;
        var row = new V3[Math.Max(width, height) + 4];
        from.CopyTo(to, 0);
        for (var pass = 0; pass < passes; pass++)
        {
            for (var y = 0; y < height; y++) Line(to, y * width, 1, width, row, a, b, c);
            for (var x = 0; x < width; x++) Line(to, x, width, height, row, a, b, c);
        }
    }

    static void Line(V3[] values, int start, int step, int count, V3[] row, float a, float b, float c)
    {
        for (var i = 0; i < count; i++) row[i + 2] = values[start + i * step];
        row[0] = row[1] = row[2];
        row[count + 2] = row[count + 3] = row[count + 1];
        for (var i = 0; i < count; i++)
            values[start + i * step] = row[i + 2] * a + (row[i + 1] + row[i + 3]) * b + (row[i] + row[i + 4]) * c;
    }
}
