using System.Numerics;
using FaceAuth.Accuracy.Pictures;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Networks;

namespace FaceAuth.People.Training;

/// <summary>
/// Finds the faces of photos with the production detector and mesh and keeps those that look into the camera with open eyes.
/// </summary>
internal static class PhotoHarvest
{
    const float MostTurn = 11;    // degrees; a side that the camera does not see has no texture
    const float LeastEye = 0.2f;
    const float LeastSpan = 50;   // pixels between the eyes' outer corners; LFW's median is 62

    /// <summary>Reads photos in the order of their paths.</summary>
    public static IEnumerable<PhotoFace> Read(ModelPack pack, IReadOnlyList<string> paths)
    {
        using var worker = pack.ForWorker();
        using var reader = new PictureReader();
        var pyramid = new PicturePyramid();
        var faces = new DetectedFace[64];
        var points = new Vector3[FaceMesh.PointCount];
        foreach (var picture in reader.ReadMany(paths))
        {
            if (picture.Frame is not { } frame) continue;
            using (frame)
            {
                pyramid.Load(frame);
                var count = worker.Detector.Detect(pyramid, faces);
                if (count == 0) continue;
                var middle = new Vector2(frame.Width, frame.Height) / 2;
                var face = faces.Take(count).MinBy(found => Vector2.Distance(found.Box.Centre, middle));
                var result = worker.Mesh.Run(pyramid, worker.Mesh.RegionOf(face), points);
                var (shape, angles) = (result.Shape, result.Shape.Angles);
                if (result.Presence < 0.9f || result.SmallerEye < LeastEye || shape.EyeSpan < LeastSpan) continue;
                if (MathF.Max(MathF.Abs(angles.Yaw), MathF.Abs(angles.Pitch)) > MostTurn) continue;
                yield return new(
                    Pack(frame.Y, frame.StrideY, frame.Width, frame.Height),
                    Pack(frame.U, frame.StrideUV, frame.ChromaWidth, frame.ChromaHeight),
                    Pack(frame.V, frame.StrideUV, frame.ChromaWidth, frame.ChromaHeight),
                    frame.Width, frame.Height, [.. points], shape.MouthOpen, shape.MouthWidth);
            }
        }
    }

    static byte[] Pack(ReadOnlySpan<byte> plane, int stride, int width, int height)
    {
        var packed = new byte[width * height];
        for (var row = 0; row < height; row++) plane.Slice(row * stride, width).CopyTo(packed.AsSpan(row * width));
        return packed;
    }
}
