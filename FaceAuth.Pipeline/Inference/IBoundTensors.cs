namespace FaceAuth.Pipeline.Inference;

/// <summary>A session's input and outputs bound to buffers. One thread at a time.</summary>
internal interface IBoundTensors : IDisposable
{
    /// <summary>
    /// Runs the model on the first <paramref name="count"/> items of the input's buffer; the outputs' buffers hold their answers
    /// when it returns.
    /// </summary>
    void Run(int count);
}
