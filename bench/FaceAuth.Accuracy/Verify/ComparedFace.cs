using System.Numerics.Tensors;

namespace FaceAuth.Accuracy.Verify;

/// <summary>What a picture is compared by.</summary>
/// <param name="Embedding">L2 norm 1.</param>
/// <param name="Shift">What is taken from its similarity to anybody where it is the probe.</param>
internal sealed record ComparedFace(float[] Embedding, float Shift)
{
    /// <summary>How alike two are, as a session compares a probe with a template.</summary>
    public static float Similarity(ComparedFace template, ComparedFace probe) =>
        TensorPrimitives.Dot(template.Embedding, probe.Embedding) - probe.Shift;
}
