using System.Numerics;
using System.Runtime.InteropServices;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Inference;
using FaceAuth.Pipeline.Networks;
using FaceAuth.Pipeline.Packs;

namespace FaceAuth.Labels;

/// <summary>
/// What a pack's models say of pictures, as rows of little-endian float32 for training: the production code finds,
/// samples and decodes. One thread.
/// </summary>
internal sealed class Teacher : IDisposable
{
    const int MostFaces = 8;
    const int FaceFloats = 15;   // box 4, score, five points
    const int SingleFloats = 49; // see LabelFaces

    readonly ModelPack _pack;
    readonly FaceModels _worker;

    public Teacher(string pack)
    {
        _pack = ModelPack.Load(new ModelsOptions { Pack = pack }, new InferenceOptions { DetectorSide = 320 });
        _worker = _pack.ForWorker();
    }

    /// <summary>Writes a row a picture: what the models found of its faces.</summary>
    /// <remarks>
    /// Number of faces found; of the face nearest the middle its place in the list, mesh presence, both eyes' aspect ratios, five
    /// mesh points (10), mesh region (centre, side, tilt), yaw, pitch and roll, light, sharpness and noise, five margins, mask,
    /// narrow and wide live score, mouth's opening and width, yaw, pitch and roll of the mesh, and spares up to 49; eight faces of
    /// 15; 478 points of 3; the embedding.
    /// </remarks>
    public int LabelFaces(Stream input, Stream output)
    {
        using var pictures = new PictureStream(input);
        var pyramid = new PicturePyramid();
        var faces = new DetectedFace[MostFaces];
        var points = new Vector3[FaceMesh.PointCount];
        var row = new float[SingleFloats + MostFaces * FaceFloats + 3 * FaceMesh.PointCount + _pack.Embedder.EmbeddingLength];
        var count = 0;
        for (; pictures.Next() is { } frame; count++)
        {
            using (frame)
            {
                Array.Clear(row);
                pyramid.Load(frame);
                var found = _worker.Detector.Detect(pyramid, faces);
                WriteFaces(faces.AsSpan(0, found), row.AsSpan(SingleFloats));
                row[0] = found;
                if (found > 0) Write(pyramid, faces.AsSpan(0, found), points, row);
                pyramid.Unload();
            }

            output.Write(MemoryMarshal.AsBytes<float>(row));
        }

        return count;
    }

    /// <summary>A row a picture, which is a face already aligned to 112 × 112: its embedding.</summary>
    public int LabelCrops(Stream input, Stream output)
    {
        using var pictures = new PictureStream(input);
        var pyramid = new PicturePyramid();
        var row = new float[_pack.Embedder.EmbeddingLength];
        var count = 0;
        for (; pictures.Next() is { } frame; count++)
        {
            using (frame)
            {
                pyramid.Load(frame);
                _worker.Embedder.Embed(pyramid, FaceEmbedder.Aligned, row);
                pyramid.Unload();
            }

            output.Write(MemoryMarshal.AsBytes<float>(row));
        }

        return count;
    }

    /// <summary>
    /// Processor time of each model, sampling and decoding included, on the first picture and its first face: least of 20 rounds of 10.
    /// </summary>
    /// <exception cref="InvalidDataException">There is no picture with a face.</exception>
    public IEnumerable<(string Role, TimeSpan Time)> Time(Stream input)
    {
        using var pictures = new PictureStream(input);
        using var frame = pictures.Next() ?? throw new InvalidDataException("There is no picture.");
        var pyramid = new PicturePyramid();
        var faces = new DetectedFace[MostFaces];
        var points = new Vector3[FaceMesh.PointCount];
        var embedding = new float[_pack.Embedder.EmbeddingLength];
        pyramid.Load(frame);
        if (_worker.Detector.Detect(pyramid, faces) == 0) throw new InvalidDataException("There is no face in the picture.");
        var face = faces[0];
        var mesh = _worker.Mesh.Run(pyramid, _worker.Mesh.RegionOf(face), points);
        yield return ("detector", Least(() => _worker.Detector.Detect(pyramid, faces)));
        yield return ("mesh", Least(() => _worker.Mesh.Run(pyramid, _worker.Mesh.RegionOf(face), points)));
        yield return ("pose", Least(() => _worker.Pose.Run(pyramid, face.Box)));
        yield return ("quality", Least(() => _worker.Quality.Run(pyramid, face.Box)));
        yield return ("obstacle", Least(() => _worker.Obstacle.Run(pyramid, face.Box)));
        yield return ("mask", Least(() => _worker.Mask.Run(pyramid, face.Box)));
        yield return ("antiSpoof", Least(() => _worker.AntiSpoof.Run(pyramid, face.Box)));
        yield return ("embedder", Least(() => _worker.Embedder.Embed(pyramid, mesh.Points, embedding)));

        TimeSpan Least(Action run)
        {
            var least = TimeSpan.MaxValue;
            for (var round = 0; round < 20; round++)
            {
                var before = Environment.CpuUsage.TotalTime;
                for (var i = 0; i < 10; i++)
                {
                    pyramid.Load(frame);   // each on a picture that is not halved yet
                    run();
                }

                var time = (Environment.CpuUsage.TotalTime - before) / 10;
                if (time < least) least = time;
            }

            return least;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _worker.Dispose();
        _pack.Dispose();
    }

    void Write(PicturePyramid picture, ReadOnlySpan<DetectedFace> faces, Vector3[] points, float[] row)
    {
        var middle = new Vector2(picture.Width, picture.Height) / 2;
        var central = 0;
        for (var i = 1; i < faces.Length; i++)
        {
            if (Vector2.Distance(faces[i].Box.Centre, middle) < Vector2.Distance(faces[central].Box.Centre, middle)) central = i;
        }

        var face = faces[central];
        var region = _worker.Mesh.RegionOf(face);
        var mesh = _worker.Mesh.Run(picture, region, points);
        var pose = _worker.Pose.Run(picture, face.Box);
        var quality = _worker.Quality.Run(picture, face.Box);
        var margins = _worker.Obstacle.Run(picture, face.Box);
        var spoof = _worker.AntiSpoof.Run(picture, face.Box);
        ReadOnlySpan<float> single =
        [
            central, mesh.Presence, mesh.RightEye, mesh.LeftEye, .. Flat(mesh.Points), region.Centre.X, region.Centre.Y, region.Side,
            region.Tilt,
            pose.Yaw, pose.Pitch, pose.Roll, quality.Light, quality.Sharpness, quality.Noise,
            margins.LeftEye, margins.RightEye, margins.Nose, margins.LeftMouth, margins.RightMouth, _worker.Mask.Run(picture, face.Box),
            spoof.Narrow, spoof.Wide, mesh.Shape.MouthOpen, mesh.Shape.MouthWidth, mesh.Shape.Angles.Yaw, mesh.Shape.Angles.Pitch,
            mesh.Shape.Angles.Roll,
        ];
        single.CopyTo(row.AsSpan(1));
        var rest = row.AsSpan(SingleFloats + MostFaces * FaceFloats);
        MemoryMarshal.Cast<Vector3, float>(points.AsSpan()).CopyTo(rest);
        _worker.Embedder.Embed(picture, mesh.Points, rest[(3 * FaceMesh.PointCount)..]);
    }

    static void WriteFaces(ReadOnlySpan<DetectedFace> faces, Span<float> row)
    {
        for (var i = 0; i < faces.Length; i++)
        {
            var box = faces[i].Box;
            var to = row.Slice(i * FaceFloats, FaceFloats);
            (to[0], to[1], to[2], to[3], to[4]) = (box.X, box.Y, box.Width, box.Height, faces[i].Score);
            Flat(faces[i].Points).CopyTo(to[5..]);
        }
    }

    static float[] Flat(in FacePoints p) =>
        [
            p.LeftEye.X, p.LeftEye.Y, p.RightEye.X, p.RightEye.Y, p.Nose.X, p.Nose.Y, p.LeftMouth.X, p.LeftMouth.Y, p.RightMouth.X,
            p.RightMouth.Y,
        ];
}
