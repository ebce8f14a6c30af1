using System.Numerics;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Deciding.Evidence;

/// <summary>
/// How much of the change between two pictures stays when the face's own motion is taken out, in the face and around it.
/// </summary>
/// <remarks>
/// A living face goes on changing (lids, mouth, turning, blood and breath) while walls do not; a photo changes as little as what is around
/// it, and noise, light, compression and the screen's flicker change both alike: the scene is the measure of the face, so that cameras need
/// not be.
/// </remarks>
/// <param name="Face">Median over the face's blocks of the mean absolute difference, luma steps.</param>
/// <param name="Scene">The same of the scene.</param>
/// <param name="TexturedFace">Mean over the face's blocks of difference over texture (mean absolute gradient), unitless.</param>
/// <param name="TexturedScene">Median of the same over the scene's.</param>
internal readonly record struct SceneChange(float Face, float Scene, float TexturedFace, float TexturedScene)
{
    const int Side = 8;   // of a block, in samples
    const int MaxBlocks = LumaSketch.MaxSide / Side * (LumaSketch.MaxSide / Side);
    const int Fewest = 4;   // blocks that say something
    const byte Darkest = 28, Brightest = 226;   // outside these a sensor clips: no noise, no change
    const float Floor = 0.4f;   // luma steps that are as good as none
    const float Flat = 2;       // texture that is as good as none

    /// <summary>Natural logarithm of the face's change over the scene's.</summary>
    public float Stir => MathF.Log((Face + Floor) / (Scene + Floor));

    /// <summary>The same with each block's change taken relative to its texture, which any wrong shift makes change.</summary>
    public float TexturedStir => MathF.Log((TexturedFace + 0.01f) / (TexturedScene + 0.01f));

    /// <summary>Compares two pictures of one size.</summary>
    /// <param name="before">The earlier one.</param>
    /// <param name="face">The face in it, in picture pixels.</param>
    /// <param name="after">The later one.</param>
    /// <param name="moved">The face's motion: takes picture pixels of the earlier to those of the later.</param>
    /// <param name="change">What is left of the change.</param>
    /// <returns>False where sizes differ, or the face or the scene is too small to say.</returns>
    public static bool TryMeasure(LumaSketch before, in Box face, LumaSketch after, in Matrix3x2 moved, out SceneChange change)
    {
        change = default;
        if (before.IsEmpty || (before.Width, before.Height, before.Scale) != (after.Width, after.Height, after.Scale)) return false;
        var inner = FaceRegions.Inner(face, before.Scale);
        var outer = FaceRegions.Outer(face, before.Scale);
        Span<Block> faces = stackalloc Block[MaxBlocks], scenes = stackalloc Block[MaxBlocks];
        var (faceCount, sceneCount, exposed) = (0, 0, 0);
        var map = ToSamples(moved, before.Scale);
        var (columns, rows) = (before.Width / Side, before.Height / Side);
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var (x, y) = ((column + 0.5f) * Side, (row + 0.5f) * Side);
                if (FaceRegions.Holds(inner, x, y)) faces[faceCount++] = Compare(before, after, map, column * Side, row * Side);
                else if (row > 0 && column > 0 && row < rows - 1 && column < columns - 1 && y < outer.Bottom
                    && !FaceRegions.Holds(outer, x, y))
                {
                    var block = Compare(before, after, map, column * Side, row * Side);
                    // well exposed ones first; the others are only used where there are few
                    scenes[sceneCount++] = block;
                    if (block.IsExposed) (scenes[exposed++], scenes[sceneCount - 1]) = (block, scenes[exposed - 1]);
                }
            }
        }

        if (exposed > Fewest) sceneCount = exposed;
        if (faceCount < Fewest || sceneCount < Fewest) return false;
        var (facePlain, faceTextured) = Least(faces[..faceCount], meanOfTextured: true);
        var (scenePlain, sceneTextured) = Least(scenes[..sceneCount], meanOfTextured: false);
        change = new(facePlain, scenePlain, faceTextured, sceneTextured);
        return true;
    }

    // whichever explains the region better, standing still or moving with the face
    static (float Plain, float Textured) Least(ReadOnlySpan<Block> blocks, bool meanOfTextured)
    {
        Span<float> values = stackalloc float[blocks.Length];
        var still = Of(blocks, values, block => block.Still, mean: false);
        var stillTextured = Of(blocks, values, block => block.Still / (block.Texture + Flat), meanOfTextured);
        var moved = Of(blocks, values, block => block.Moved, mean: false);
        var movedTextured = Of(blocks, values, block => block.Moved / (block.Texture + Flat), meanOfTextured);
        return (MathF.Min(still, moved), MathF.Min(stillTextured, movedTextured));
    }

    // NaN where a block has none; infinite where too few have one
    static float Of(ReadOnlySpan<Block> blocks, Span<float> values, Func<Block, float> value, bool mean)
    {
        var (count, sum) = (0, 0f);
        foreach (ref readonly var block in blocks)
        {
            var one = value(block);
            if (float.IsNaN(one)) continue;
            values[count++] = one;
            sum += one;
        }

        if (count < Fewest) return float.PositiveInfinity;
        if (mean) return sum / count;
        values[..count].Sort();
        return (values[(count - 1) / 2] + values[count / 2]) / 2;
    }

    static Block Compare(LumaSketch before, LumaSketch after, in Matrix3x2 map, int left, int top)
    {
        var width = before.Width;
        var a = before.Luma;
        var b = after.Luma;
        int still = 0, texture = 0, sum = 0;
        for (var y = top; y < top + Side; y++)
        {
            var row = a.Slice(y * width + left, Side);
            var lower = a.Slice(Math.Min(y + 1, before.Height - 1) * width + left, Side);
            var other = b.Slice(y * width + left, Side);
            for (var x = 0; x < Side; x++)
            {
                sum += row[x];
                still += Math.Abs(row[x] - other[x]);
                texture += Math.Abs(row[x] - lower[x]) + Math.Abs(row[x] - row[x == Side - 1 ? x - 1 : x + 1]);
            }
        }

        const float Samples = Side * Side;
        var mean = sum / Samples;
        return new(still / Samples, Moved(before, after, map, left, top), texture / Samples, mean is > Darkest and < Brightest);
    }

    static float Moved(LumaSketch before, LumaSketch after, in Matrix3x2 map, int left, int top)
    {
        var (width, height) = (before.Width, before.Height);
        var a = before.Luma;
        var b = after.Luma;
        var first = Vector2.Transform(new Vector2(left, top), map);
        var (right, down) = (new Vector2(map.M11, map.M12), new Vector2(map.M21, map.M22));
        const int Last = Side - 1;
        if (!Inside(first) || !Inside(first + Last * right) || !Inside(first + Last * down) || !Inside(first + Last * (right + down)))
            return float.NaN;
        var sum = 0f;
        for (var y = 0; y < Side; y++)
        {
            var at = first + y * down;
            for (var x = 0; x < Side; x++, at += right)
            {
                // rounding on the way may leave the last sample by a hair
                var (column, row) = (Math.Clamp((int)at.X, 0, width - 2), Math.Clamp((int)at.Y, 0, height - 2));
                var (fx, fy) = (at.X - column, at.Y - row);
                var i = row * width + column;
                var upper = b[i] + (b[i + 1] - b[i]) * fx;
                var lower = b[i + width] + (b[i + width + 1] - b[i + width]) * fx;
                sum += MathF.Abs(upper + (lower - upper) * fy - a[(top + y) * width + left + x]);
            }
        }

        return sum / (Side * Side);

        bool Inside(Vector2 point) => point.X >= 0 && point.Y >= 0 && point.X < width - 1 && point.Y < height - 1;
    }

    // pixels whose centres are whole numbers on both sides: x' = (x + ½)·scale − ½
    static Matrix3x2 ToSamples(in Matrix3x2 moved, float scale)
    {
        var shift = 0.5f * scale - 0.5f;
        var toSamples = new Matrix3x2(scale, 0, 0, scale, shift, shift);
        return SimilarityTransform.Invert(toSamples) * moved * toSamples;
    }

    readonly record struct Block(float Still, float Moved, float Texture, bool IsExposed);
}
