namespace FaceAuth.Pipeline.Models;

/// <summary>A session's input and outputs bound to buffers for a number of items. One thread at a time.</summary>
internal interface IBoundTensors : IDisposable
{
    /// <summary>Runs the model on what the input's buffer holds; the outputs' buffers hold the answers when it returns.</summary>
    void Run();
}
