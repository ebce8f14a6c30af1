using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace FaceAuth.Pipeline.Models;

/// <summary>
/// One worker's tensors for one model and one input size, bound once: fill <see cref="Input"/>, <see cref="Run"/>, read
/// <see cref="Output"/>. Nothing is allocated between runs on a processor. One thread at a time.
/// </summary>
internal sealed unsafe class OnnxRun : IDisposable
{
    readonly OnnxSession _session;
    readonly RunOptions _options = new();
    readonly OrtIoBinding _binding;
    readonly Buffer _input;
    readonly Buffer[] _outputs;
    readonly List<int> _copies = [];
    readonly bool _rebind;

    /// <param name="session">The model.</param>
    /// <param name="input">Shape of its input, every side known.</param>
    /// <param name="outputs">Shapes of its outputs for that input, in the manifest's order.</param>
    public OnnxRun(OnnxSession session, long[] input, params long[][] outputs)
    {
        var model = session.Model;
        if (outputs.Length != model.Outputs.Count) throw new ArgumentException($"{model.Id} has {model.Outputs.Count} outputs.", nameof(outputs));
        _session = session;
        _binding = session.Inner.CreateIoBinding();
        _input = new Buffer(model.Inputs[0], input);
        _outputs = [.. outputs.Select((shape, i) => new Buffer(model.Outputs[i], shape))];
        _binding.BindInput(_input.Name, _input.Value);
        for (var i = 0; i < _outputs.Length; i++)
        {
            // Files that declare their outputs for one input size only make ONNX Runtime refuse a buffer for another:
            // it has to bring its own then, which costs small allocations.
            if (Contradicts(model.Outputs[i].Shape, outputs[i])) _copies.Add(i);
            else _binding.BindOutput(_outputs[i].Name, _outputs[i].Value);
        }

        // Binding copies an input to a GPU once; on a processor it is read where it lies.
        _rebind = session.Provider != InferenceProvider.Cpu;
    }

    /// <summary>The input, float32 whatever the model takes.</summary>
    public Span<float> Input => _input.Floats;

    /// <summary>An output, float32 whatever the model gives; overwritten by the next run.</summary>
    public ReadOnlySpan<float> Output(int index) => _outputs[index].Floats;

    /// <summary>Runs the model on <see cref="Input"/>.</summary>
    /// <exception cref="OnnxRuntimeException">ONNX Runtime failed, e.g. out of memory.</exception>
    public void Run()
    {
        _input.ToModel();
        if (_rebind) _binding.BindInput(_input.Name, _input.Value);
        foreach (var copy in _copies) _binding.BindOutputToDevice(_outputs[copy].Name, OrtMemoryInfo.DefaultInstance);
        _session.Inner.RunWithBinding(_options, _binding);
        if (_copies.Count > 0) CopyOutputs();
        if (_rebind) _binding.SynchronizeBoundOutputs();
        foreach (var output in _outputs) output.FromModel();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        _options.Dispose();
        _input.Dispose();
        foreach (var output in _outputs) output.Dispose();
    }

    static bool Contradicts(IReadOnlyList<int> declared, long[] shape) =>
        declared.Count != shape.Length || declared.Zip(shape).Any(side => side.First >= 0 && side.First != side.Second);

    void CopyOutputs()
    {
        using var values = _binding.GetOutputValues();
        // Values come in the order of binding: the copied ones after those with their own buffer.
        var first = _outputs.Length - _copies.Count;
        for (var i = 0; i < _copies.Count; i++) values[first + i].GetTensorDataAsSpan<float>().CopyTo(_outputs[_copies[i]].Floats);
    }

    /// <summary>Memory of one tensor; a float16 one has a float32 twin that callers see.</summary>
    sealed class Buffer : IDisposable
    {
        readonly int _length;
        float* _floats;
        Half* _halves;

        public Buffer(TensorEntry tensor, long[] shape)
        {
            Name = tensor.Name;
            _length = checked((int)shape.Aggregate(1L, (product, side) => product * side));
            _floats = (float*)NativeMemory.AlignedAlloc((nuint)_length * sizeof(float), 64);
            Floats.Clear();
            var isHalf = tensor.Type == "float16";
            if (isHalf) _halves = (Half*)NativeMemory.AlignedAlloc((nuint)_length * (nuint)sizeof(Half), 64);
            Value = OrtValue.CreateTensorValueWithData(
                OrtMemoryInfo.DefaultInstance, isHalf ? TensorElementType.Float16 : TensorElementType.Float, shape,
                isHalf ? (nint)_halves : (nint)_floats, (long)_length * (isHalf ? sizeof(Half) : sizeof(float)));
        }

        public string Name { get; }

        public OrtValue Value { get; }

        public Span<float> Floats
        {
            get
            {
                ObjectDisposedException.ThrowIf(_floats is null, this);
                return new(_floats, _length);
            }
        }

        Span<Half> Halves => new(_halves, _length);

        public void ToModel()
        {
            if (_halves is not null) TensorPrimitives.ConvertToHalf(Floats, Halves);
        }

        public void FromModel()
        {
            if (_halves is not null) TensorPrimitives.ConvertToSingle(Halves, Floats);
        }

        public void Dispose()
        {
            Value.Dispose();
            NativeMemory.AlignedFree(_floats);
            NativeMemory.AlignedFree(_halves);
            _floats = null;
            _halves = null;
        }
    }
}
