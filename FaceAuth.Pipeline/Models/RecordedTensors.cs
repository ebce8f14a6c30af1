using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace FaceAuth.Pipeline.Models;

/// <summary>
/// Tensors of a model whose runs are recorded: the model reads and writes memory of the GPU's own whose address never
/// changes, because a recording plays back the addresses too. What callers write is copied there before a run, and the
/// answers back after it. The first run of each thread records: ONNX Runtime keeps a recording a thread and number.
/// </summary>
internal sealed class RecordedTensors : IBoundTensors
{
    static int _lastNumber;

    readonly RunOptions _options = new();
    readonly OnnxSession _session;
    readonly GraphRecorder _recorder;
    readonly OrtIoBinding _binding;
    readonly OrtValue[] _callersInput;
    readonly OrtValue[] _input;
    readonly OrtValue[] _callersOutputs;
    readonly OrtValue[] _outputs;
    readonly HashSet<long> _recordedOn = [];   // one entry a thread of the pipeline

    public RecordedTensors(OnnxSession session, GraphRecorder recorder, TensorBuffer input, TensorBuffer[] outputs, int count)
    {
        (_session, _recorder) = (session, recorder);
        // Recordings of one session are told apart by a number above 0: this one's addresses are its alone.
        _options.AddRunConfigEntry("gpu_graph_id", Interlocked.Increment(ref _lastNumber).ToString(CultureInfo.InvariantCulture));
        _binding = session.Inner.CreateIoBinding();
        (_callersInput, _input) = ([input.View(count)], [input.DeviceView(count)]);
        _callersOutputs = Array.ConvertAll(outputs, output => output.View(count));
        _outputs = Array.ConvertAll(outputs, output => output.DeviceView(count));
        _binding.BindInput(input.Name, _input[0]);
        for (var i = 0; i < outputs.Length; i++) _binding.BindOutput(outputs[i].Name, _outputs[i]);
    }

    /// <inheritdoc/>
    public void Run()
    {
        using var turn = _recorder.Enter(_recordedOn);
        _recorder.Copy(_callersInput, _input);
        _session.Inner.RunWithBinding(_options, _binding);
        _binding.SynchronizeBoundOutputs();
        _recorder.Copy(_outputs, _callersOutputs);
        turn.Complete();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        _options.Dispose();
        foreach (var value in (ReadOnlySpan<OrtValue>)[.. _callersInput, .. _input, .. _callersOutputs, .. _outputs]) value.Dispose();
    }
}
