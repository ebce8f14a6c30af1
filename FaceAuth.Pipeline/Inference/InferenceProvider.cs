namespace FaceAuth.Pipeline.Inference;

/// <summary>What runs the models.</summary>
internal enum InferenceProvider
{
    /// <summary>TensorRT, else CUDA, else the processor: the first that this build and machine have.</summary>
    Auto,

    /// <summary>The processor.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU through CUDA; needs a build with -p:OnnxRuntime=Gpu.</summary>
    Cuda,

    /// <summary>An NVIDIA GPU through TensorRT; needs a build with -p:OnnxRuntime=Gpu.</summary>
    TensorRt,
}
