using FaceAuth.People.Numbers;

namespace FaceAuth.People.Rendering;

/// <summary>A room out of focus behind somebody, larger than the picture so that the camera can move.</summary>
internal sealed class Room
{
    /// <summary>How many pixels the room reaches beyond the picture on each side.</summary>
    public const int Margin = 48;

    readonly V3[] _light;
    readonly int _width;
    readonly int _height;

    Room(V3[] light, int width, int height) => (_light, _width, _height) = (light, width, height);

    /// <summary>Draws a room for pictures of this size.</summary>
    public static Room Draw(Dice dice, int width, int height)
    {
        var (w, h) = (width + 2 * Margin, height + 2 * Margin);
        var light = new V3[w * h];
        var seed = (uint)dice.Next();
        var wall = Paint(dice, 0.25f, 0.75f);
        var (tiltX, tiltY, bright) = (dice.Between(-0.35f, 0.35f), dice.Between(-0.3f, 0.15f), dice.Between(0.35f, 0.95f));
        var corner = dice.Happens(0.4f) ? dice.Below(w) : -1;
        for (var y = 0; y < h; y++)
        {
            for (var x = 0; x < w; x++)
            {
                var fall = bright * (1 + tiltX * (2f * x / w - 1) + tiltY * (2f * y / h - 1));
                if (corner >= 0 && x > corner) fall *= 0.78f;
                light[y * w + x] = wall * (fall * (1 + 0.04f * Noise.Layers(x * 0.02f, y * 0.02f, seed, 3)));
            }
        }

        for (var i = 1 + dice.Below(5); i > 0; i--) Furnish(dice, light, w, h, bright);
        Blur(light, w, h, 1 + dice.Below(6));
        return new(light, w, h);
    }

    /// <summary>The room behind a camera that has moved by some pixels.</summary>
    public void View(float shiftX, float shiftY, Span<V3> picture, int width, int height)
    {
        var (sx, sy) = (Math.Clamp(Margin - shiftX, 0, _width - width - 1.001f), Math.Clamp(Margin - shiftY, 0, _height - height - 1.001f));
        var (ix, iy) = ((int)sx, (int)sy);
        var (fx, fy) = (sx - ix, sy - iy);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var at = (y + iy) * _width + x + ix;
                var above = V3.Mix(_light[at], _light[at + 1], fx);
                picture[y * width + x] = V3.Mix(above, V3.Mix(_light[at + _width], _light[at + _width + 1], fx), fy);
            }
        }
    }

    static void Furnish(Dice dice, V3[] light, int w, int h, float bright)
    {
        switch (dice.Below(5))
        {
            case 0:   // a window
                Rectangle(
                    light, w, h, dice.Below(w), dice.Below(h / 2), dice.Between(90, 220), dice.Between(130, 300),
                    new V3(0.85f, 0.92f, 1) * dice.Between(0.6f, 1.3f), 0.1f, dice);
                break;
            case 1:   // a door or cupboard
                Rectangle(
                    light, w, h, dice.Below(w), dice.Between(20, 160), dice.Between(110, 240), 600, Paint(dice, 0.1f, 0.6f) * bright, 0.15f,
                    dice);
                break;
            case 2:   // a picture
                var (x, y, wide, high) = (dice.Below(w), dice.Below(h / 2), dice.Between(60, 140), dice.Between(50, 120));
                Rectangle(light, w, h, x - 6, y - 6, wide + 12, high + 12, Paint(dice, 0.02f, 0.4f), 0, dice);
                Rectangle(light, w, h, x, y, wide, high, Paint(dice, 0.2f, 0.8f) * bright, 0.9f, dice);
                break;
            case 3:   // a shelf with books
                float left = dice.Below(w), top = dice.Below(h / 2), breadth = dice.Between(120, 300);
                Rectangle(light, w, h, left, top, breadth, 270, Paint(dice, 0.05f, 0.3f) * bright, 0.1f, dice);
                for (var row = 0; row < 3; row++)
                {
                    for (var at = left + 5; at < left + breadth - 8;)
                    {
                        var thick = dice.Between(5, 16);
                        var tall = dice.Between(48, 76);
                        Rectangle(light, w, h, at, top + 86 + row * 88 - tall, thick, tall, Paint(dice, 0.03f, 0.7f) * bright, 0.2f, dice);
                        at += thick + 1;
                    }
                }

                break;
            default:   // a plant
                var (px, py, leaf) = ((float)dice.Below(w), dice.Between(h * 0.3f, h * 0.9f), new V3(0.05f, 0.14f, 0.04f));
                for (var i = 0; i < 60; i++)
                    Disc(
                        light, w, h, px + 45 * dice.Normal(), py + 50 * dice.Normal(), dice.Between(5, 22),
                        leaf * dice.Between(0.3f, 1.8f) * bright);
                break;
        }
    }

    static V3 Paint(Dice dice, float least, float most)
    {
        var grey = dice.Between(least, most);
        var tint = new V3(dice.Between(0.5f, 1), dice.Between(0.5f, 1), dice.Between(0.4f, 1));
        return V3.Mix(new(grey, grey, grey * 0.95f), tint * grey, dice.Unit() * 0.9f);
    }

    static void Rectangle(V3[] light, int w, int h, float x, float y, float wide, float high, V3 colour, float texture, Dice dice)
    {
        var seed = (uint)dice.Next();
        for (var row = Math.Max(0, (int)y); row < Math.Min(h, y + high); row++)
            for (var column = Math.Max(0, (int)x); column < Math.Min(w, x + wide); column++)
                light[row * w + column] = colour * (1 + texture * Noise.Layers(column * 0.03f, row * 0.03f, seed, 3));
    }

    static void Disc(V3[] light, int w, int h, float x, float y, float radius, V3 colour)
    {
        for (var row = Math.Max(0, (int)(y - radius)); row < Math.Min(h, y + radius); row++)
            for (var column = Math.Max(0, (int)(x - radius)); column < Math.Min(w, x + radius); column++)
                if ((row - y) * (row - y) + (column - x) * (column - x) < radius * radius) light[row * w + column] = colour;
    }

    // three box blurs, near enough to a round one
    static void Blur(V3[] light, int w, int h, int radius)
    {
        for (var pass = 0; pass < 3; pass++)
        {
            for (var y = 0; y < h; y++) Box(light, y * w, 1, w, radius);
            for (var x = 0; x < w; x++) Box(light, x, w, h, radius);
        }
    }

    static void Box(V3[] light, int start, int step, int count, int radius)
    {
        var line = new V3[count];
        for (var i = 0; i < count; i++) line[i] = light[start + i * step];
        var sum = default(V3);
        for (var k = -radius - 1; k < radius; k++) sum += line[Math.Clamp(k, 0, count - 1)];
        for (var i = 0; i < count; i++)
        {
            sum += line[Math.Min(i + radius, count - 1)] - line[Math.Max(i - radius - 1, 0)];
            light[start + i * step] = sum / (2 * radius + 1);
        }
    }
}
