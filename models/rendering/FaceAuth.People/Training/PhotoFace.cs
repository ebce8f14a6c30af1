using System.Numerics;

namespace FaceAuth.People.Training;

/// <summary>A photo's face: planes of 4:2:0 samples, rows packed, and the mesh's points in its pixels.</summary>
internal sealed record PhotoFace(
    byte[] Luma, byte[] Blue, byte[] Red, int Width, int Height, Vector3[] Mesh, float MouthOpen, float MouthWidth);
