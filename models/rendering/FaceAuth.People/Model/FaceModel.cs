using System.IO.Compression;
using System.Numerics;

namespace FaceAuth.People.Model;

/// <summary>What faces look like on average, and the ways in which they differ.</summary>
/// <remarks>
/// 478 points in centimetres (x to the picture's right, y down, z away from the camera, the eyes' outer corners 9 cm apart) and the
/// left half of a symmetrical texture. Made by <c>train</c>; the data card in the README says from what. Never changed once read:
/// safe from many threads.
/// </remarks>
internal sealed class FaceModel
{
    const uint Magic = 0x31504146;   // "FAP1"

    /// <summary>Points of a face, the irises' ten last.</summary>
    public const int PointCount = 478;

    /// <summary>The mean face: 3 numbers a point.</summary>
    public required float[] Mean { get; init; }

    /// <summary>Ways to differ in shape, each times its standard deviation.</summary>
    public required float[][] Shapes { get; init; }

    /// <summary>How the shape changes for lips a tenth of the eyes' distance further apart, and for a mouth a tenth wider.</summary>
    public required float[][] ShapeExpressions { get; init; }

    /// <summary>Triangles between the first 468 points; eyes and mouth are open.</summary>
    public required ushort[] Triangles { get; init; }

    /// <summary>The mean texture: light, blue, red difference, as <see cref="TextureMap"/> lays it out; 0–255, colours about 0.</summary>
    public required float[] Texture { get; init; }

    /// <summary>Ways to differ in texture, each times its standard deviation.</summary>
    public required float[][] Textures { get; init; }

    /// <summary>How the texture changes with each of <see cref="ShapeExpressions"/>.</summary>
    public required float[][] TextureExpressions { get; init; }

    /// <summary>Standard deviation of the light's fine detail that the ways above leave out, a texel.</summary>
    public required float[] Detail { get; init; }

    /// <summary>The model that comes with the program.</summary>
    public static FaceModel Default => Loaded.Value;

    static readonly Lazy<FaceModel> Loaded = new(() =>
    {
        using var stream = typeof(FaceModel).Assembly.GetManifestResourceStream("face_model.bin")
            ?? throw new InvalidOperationException("The program was built without Model/face_model.bin: run train, then build again.");
        return Read(stream);
    });

    /// <summary>The mean's points.</summary>
    public Vector3[] MeanPoints()
    {
        var points = new Vector3[PointCount];
        for (var i = 0; i < points.Length; i++) points[i] = new(Mean[3 * i], Mean[3 * i + 1], Mean[3 * i + 2]);
        return points;
    }

    /// <summary>Writes the file, 16 bits a number of the shapes and 8 of the textures.</summary>
    public void Write(Stream stream)
    {
        using var packed = new BrotliStream(stream, CompressionLevel.SmallestSize, leaveOpen: true);
        using var writer = new BinaryWriter(packed);
        writer.Write(Magic);
        WriteVector(writer, Mean, 32767);
        WriteVectors(writer, Shapes, 32767);
        WriteVectors(writer, ShapeExpressions, 32767);
        writer.Write(Triangles.Length);
        foreach (var corner in Triangles) writer.Write(corner);
        WriteVector(writer, Texture, 32767);
        WriteVectors(writer, Textures, 127);
        WriteVectors(writer, TextureExpressions, 127);
        WriteVector(writer, Detail, 127);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public static FaceModel Read(Stream stream)
    {
        using var unpacked = new BrotliStream(stream, CompressionMode.Decompress, leaveOpen: true);
        using var reader = new BinaryReader(unpacked);
        if (reader.ReadUInt32() != Magic) throw new InvalidDataException("This is no face model.");
        var mean = ReadVector(reader);
        var shapes = ReadVectors(reader);
        var shapeExpressions = ReadVectors(reader);
        var triangles = new ushort[reader.ReadInt32()];
        for (var i = 0; i < triangles.Length; i++) triangles[i] = reader.ReadUInt16();
        return new()
        {
            Mean = mean,
            Shapes = shapes,
            ShapeExpressions = shapeExpressions,
            Triangles = triangles,
            Texture = ReadVector(reader),
            Textures = ReadVectors(reader),
            TextureExpressions = ReadVectors(reader),
            Detail = ReadVector(reader),
        };
    }

    static void WriteVectors(BinaryWriter writer, float[][] vectors, int levels)
    {
        writer.Write(vectors.Length);
        foreach (var vector in vectors) WriteVector(writer, vector, levels);
    }

    static void WriteVector(BinaryWriter writer, float[] vector, int levels)
    {
        var most = vector.Max(MathF.Abs);
        var step = most > 0 ? most / levels : 1;
        writer.Write(vector.Length);
        writer.Write(levels);
        writer.Write(step);
        foreach (var value in vector)
        {
            var level = (int)MathF.Round(value / step);
            if (levels > 127) writer.Write((short)level);
            else writer.Write((sbyte)level);
        }
    }

    static float[][] ReadVectors(BinaryReader reader)
    {
        var vectors = new float[reader.ReadInt32()][];
        for (var i = 0; i < vectors.Length; i++) vectors[i] = ReadVector(reader);
        return vectors;
    }

    static float[] ReadVector(BinaryReader reader)
    {
        var vector = new float[reader.ReadInt32()];
        var (levels, step) = (reader.ReadInt32(), reader.ReadSingle());
        for (var i = 0; i < vector.Length; i++) vector[i] = step * (levels > 127 ? reader.ReadInt16() : reader.ReadSByte());
        return vector;
    }
}
