using FaceAuth.Pipeline.Inference;

namespace FaceAuth.Pipeline.Tests.Inference;

/// <summary>Whether this build and machine can run models through CUDA. Where they cannot, tests walk that way on the processor.</summary>
internal static class Gpu
{
    /// <summary>Whether this build has the code for it: one with -p:OnnxRuntime=Gpu.</summary>
    public static bool IsInBuild { get; } = ProviderChoice.IsInBuild(InferenceProvider.Cuda);

    public static bool IsHere { get; } =
        ProviderChoice.Resolve(new() { Provider = InferenceProvider.Cuda, AllowFallback = true }).Provider == InferenceProvider.Cuda;

    /// <summary>Skips a test that means nothing without a GPU.</summary>
    public static void Require() => Assert.SkipUnless(IsHere, "Needs an NVIDIA GPU, CUDA, cuDNN and a build with -p:OnnxRuntime=Gpu.");
}
