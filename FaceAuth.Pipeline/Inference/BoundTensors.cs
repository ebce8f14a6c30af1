using Microsoft.ML.OnnxRuntime;

namespace FaceAuth.Pipeline.Inference;

/// <summary>Tensors of a model that the processor runs: it reads and writes them where callers do, as many items as there are.</summary>
internal sealed class BoundTensors(OnnxSession session, TensorBuffer input, TensorBuffer[] outputs, int most) : IBoundTensors
{
    readonly RunOptions _options = new();
    readonly Binding?[] _bindings = new Binding?[most];   // by number of items, less one

    /// <inheritdoc/>
    public void Run(int count)
    {
        var binding = _bindings[count - 1] ??= new(session, input, outputs, count);
        session.Inner.RunWithBinding(_options, binding.Names);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var binding in _bindings) binding?.Dispose();
        _options.Dispose();
    }

    sealed class Binding : IDisposable
    {
        readonly OrtValue _input;
        readonly OrtValue[] _outputs;

        public Binding(OnnxSession session, TensorBuffer input, TensorBuffer[] outputs, int count)
        {
            Names = session.Inner.CreateIoBinding();
            _input = input.View(count);
            _outputs = Array.ConvertAll(outputs, output => output.View(count));
            Names.BindInput(input.Name, _input);
            for (var i = 0; i < outputs.Length; i++) Names.BindOutput(outputs[i].Name, _outputs[i]);
        }

        public OrtIoBinding Names { get; }

        public void Dispose()
        {
            Names.Dispose();
            _input.Dispose();
            foreach (var output in _outputs) output.Dispose();
        }
    }
}
