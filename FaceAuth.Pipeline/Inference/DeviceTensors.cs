using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace FaceAuth.Pipeline.Inference;

/// <summary>Tensors of a model that a GPU runs, in memory of its own whose address never changes.</summary>
/// <remarks>
/// What callers wrote is copied there before a run, and the answers back after it. ONNX Runtime's own way, an output bound to pinned
/// memory, ends every run with an error (1.31: it copies that memory to itself).
/// <para>
/// Every run is of all the items there is room for, filled or not: a new shape makes each convolution plan anew, which takes seconds
/// (bench/docs/measured.md), and the items come nearly free.
/// </para>
/// <para>
/// A recording plays back addresses too. The first run of each thread records: ONNX Runtime keeps a recording a thread and number.
/// </para>
/// </remarks>
internal sealed class DeviceTensors : IBoundTensors
{
    static int _lastNumber;

    readonly RunOptions _options = new();
    readonly OnnxSession _session;
    readonly DeviceMemory _device;
    readonly OrtIoBinding _binding;
    readonly Copies?[] _copies;   // by number of items, less one
    readonly TensorBuffer _input;
    readonly TensorBuffer[] _outputs;
    readonly OrtValue[] _bound;
    readonly HashSet<long> _recordedOn = [];   // one entry a thread of the pipeline

    public DeviceTensors(OnnxSession session, DeviceMemory device, TensorBuffer input, TensorBuffer[] outputs, int most)
    {
        (_session, _device, _input, _outputs) = (session, device, input, outputs);
        // Recordings of one session are told apart by a number above 0: this one's addresses are its alone.
        if (session.Recorder is not null)
            _options.AddRunConfigEntry("gpu_graph_id", Interlocked.Increment(ref _lastNumber).ToString(CultureInfo.InvariantCulture));
        _copies = new Copies?[most];
        _binding = session.Inner.CreateIoBinding();
        _bound = [input.DeviceView(most), .. outputs.Select(output => output.DeviceView(most))];
        _binding.BindInput(input.Name, _bound[0]);
        for (var i = 0; i < outputs.Length; i++) _binding.BindOutput(outputs[i].Name, _bound[1 + i]);
    }

    /// <inheritdoc/>
    public void Run(int count)
    {
        using var turn = _session.Recorder is { } recorder ? recorder.Enter(_recordedOn) : _session.BesideRecordings();
        var copies = _copies[count - 1] ??= new(_input, _outputs, count);
        _device.Copy(copies.Given, copies.Taken);
        _session.Inner.RunWithBinding(_options, _binding);
        _binding.SynchronizeBoundOutputs();
        _device.Copy(copies.Answers, copies.Read);
        turn.Complete();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        _options.Dispose();
        foreach (var value in _bound) value.Dispose();
        foreach (var copies in _copies) copies?.Dispose();
    }

    /// <summary>From the callers' memory to the GPU's and back, for some number of items.</summary>
    sealed class Copies(TensorBuffer input, TensorBuffer[] outputs, int count) : IDisposable
    {
        public OrtValue[] Given { get; } = [input.View(count)];

        public OrtValue[] Taken { get; } = [input.DeviceView(count)];

        public OrtValue[] Answers { get; } = Array.ConvertAll(outputs, output => output.DeviceView(count));

        public OrtValue[] Read { get; } = Array.ConvertAll(outputs, output => output.View(count));

        public void Dispose()
        {
            foreach (var value in (ReadOnlySpan<OrtValue>)[.. Given, .. Taken, .. Answers, .. Read]) value.Dispose();
        }
    }
}
