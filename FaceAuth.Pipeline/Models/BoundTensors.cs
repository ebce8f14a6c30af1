using Microsoft.ML.OnnxRuntime;

namespace FaceAuth.Pipeline.Models;

/// <summary>Tensors that the model reads and writes where callers do.</summary>
internal sealed class BoundTensors : IBoundTensors
{
    readonly RunOptions _options = new();
    readonly OnnxSession _session;
    readonly OrtIoBinding _binding;
    readonly string _inputName;
    readonly OrtValue _input;
    readonly OrtValue[] _outputs;

    public BoundTensors(OnnxSession session, TensorBuffer input, TensorBuffer[] outputs, int count)
    {
        (_session, _inputName) = (session, input.Name);
        _binding = session.Inner.CreateIoBinding();
        _input = input.View(count);
        _outputs = Array.ConvertAll(outputs, output => output.View(count));
        _binding.BindInput(_inputName, _input);
        for (var i = 0; i < outputs.Length; i++) _binding.BindOutput(outputs[i].Name, _outputs[i]);
    }

    /// <inheritdoc/>
    public void Run()
    {
        using var turn = _session.BesideRecordings();
        // Binding copies an input to a GPU once; on a processor it is read where it lies.
        if (_session.Provider != InferenceProvider.Cpu) _binding.BindInput(_inputName, _input);
        _session.Inner.RunWithBinding(_options, _binding);
        if (_session.Provider != InferenceProvider.Cpu) _binding.SynchronizeBoundOutputs();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        _options.Dispose();
        _input.Dispose();
        foreach (var output in _outputs) output.Dispose();
    }
}
