using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Testing;

namespace FaceAuth.Pipeline.Tests.Accuracy;

/// <summary>The eyes of a clip's one face, frame by frame.</summary>
internal static class EyeSeries
{
    /// <summary>Reads a clip.</summary>
    /// <param name="pack">The model pack.</param>
    /// <param name="clip">The clip, below the data folder.</param>
    /// <param name="searchEvery">Frames from one search for the face to the next; in between the mesh follows it.</param>
    /// <returns>For each frame what the mesh said; null where there is no face.</returns>
    public static List<MeshResult?> Read(string pack, string clip, int searchEvery)
    {
        using var reader = new FaceReader(pack);
        List<MeshResult?> series = [];
        MeshRegion? follow = null;
        foreach (var frame in Clips.Frames(SharedFiles.Data(clip)))
        {
            using (frame)
            {
                MeshResult? mesh = null;
                if (follow is { } region && series.Count % searchEvery != 0)
                {
                    reader.Load(frame);
                    mesh = reader.Mesh(region);
                }
                else if (reader.Search(frame) > 0)
                {
                    mesh = reader.Mesh();
                }

                if (mesh is { Presence: < 0.5f }) mesh = null;
                follow = mesh?.Next;
                series.Add(mesh);
            }
        }

        return series;
    }
}
