using Microsoft.ML.OnnxRuntime;

namespace FaceAuth.Pipeline.Models;

/// <summary>A session's input and outputs bound to buffers for a number of items.</summary>
internal sealed class BoundTensors : IDisposable
{
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

    /// <summary>Runs the model; outputs are there when it returns.</summary>
    public void Run(RunOptions options)
    {
        // Binding copies an input to a GPU once; on a processor it is read where it lies.
        if (_session.Provider != InferenceProvider.Cpu) _binding.BindInput(_inputName, _input);
        _session.Inner.RunWithBinding(options, _binding);
        if (_session.Provider != InferenceProvider.Cpu) _binding.SynchronizeBoundOutputs();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        _input.Dispose();
        foreach (var output in _outputs) output.Dispose();
    }
}
