using FaceAuth.Pipeline.Packs;

namespace FaceAuth.Pipeline.Inference;

/// <summary>One worker's tensors for one model and one input size, bound once.</summary>
/// <remarks>
/// Fill <see cref="Input"/>, <see cref="Run(int)"/>, read <see cref="Output"/>, for one item or for up to <see cref="MaxBatch"/> at once.
/// On a processor nothing is allocated between runs once every number of items was there; on a GPU the copies allocate a little. One thread
/// at a time.
/// </remarks>
internal sealed class OnnxRun : IDisposable
{
    readonly long[] _inputShape;
    readonly long[][] _outputShapes;
    OnnxSession _session;
    TensorBuffer _input;
    TensorBuffer[] _outputs;
    IBoundTensors? _bound;

    /// <param name="session">The model.</param>
    /// <param name="input">Shape of its input for one item, every side known.</param>
    /// <param name="outputs">Shapes of its outputs for that input, in the manifest's order.</param>
    public OnnxRun(OnnxSession session, long[] input, params long[][] outputs)
    {
        if (outputs.Length != session.Model.Outputs.Count)
            throw new ArgumentException($"{session.Model.Id} has {session.Model.Outputs.Count} outputs.", nameof(outputs));
        (_session, _inputShape, _outputShapes) = (session, input, outputs);
        MaxBatch = input[0] == 1 && outputs.All(shape => shape[0] == 1) ? session.MaxBatch : 1;
        (_input, _outputs) = Allocate(session);
    }

    /// <summary>Most items of one run; 1 where the model takes one at a time, callers then loop.</summary>
    public int MaxBatch { get; }

    /// <summary>Outputs that each item has.</summary>
    public int OutputCount => _outputs.Length;

    /// <summary>The first item's input, float32 whatever the model takes.</summary>
    public Span<float> Input => _input.Item(0);

    /// <summary>An item's input; <paramref name="item"/> is below <see cref="MaxBatch"/>.</summary>
    public Span<float> InputOf(int item) => _input.Item(item);

    /// <summary>An output of an item, by default the first: float32 whatever the model gives; overwritten by the next run.</summary>
    public ReadOnlySpan<float> Output(int index, int item = 0) => _outputs[index].Item(item);

    /// <summary>Runs the model on the first item.</summary>
    /// <inheritdoc cref="Run(int)"/>
    public void Run() => Run(1);

    /// <summary>Runs the model on the first <paramref name="count"/> items.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not 1 to <see cref="MaxBatch"/>.</exception>
    /// <exception cref="ModelException">
    /// ONNX Runtime or what it runs on failed, and <see cref="InferenceOptions.AllowFallback"/> does not let the processor
    /// take over. The outputs say nothing then; another run may be tried.
    /// </exception>
    public void Run(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxBatch);
        if (_session.Successor is { } successor) MoveTo(successor);
        try
        {
            RunBound(count);
        }
        catch (Exception e) when (e is not ObjectDisposedException)
        {
            MoveTo(_session.FailOver(e));
            RunBound(count);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Free();

    void RunBound(int count)
    {
        _input.ToModel(count);
        _bound ??= Bind();
        _session.BeforeRun?.Invoke();
        _bound.Run(count);
        foreach (var output in _outputs) output.FromModel(count);
    }

    IBoundTensors Bind()
    {
        using var turn = _session.BesideRecordings();
        return _session.Device is { } device
            ? new DeviceTensors(_session, device, _input, _outputs, MaxBatch)
            : new BoundTensors(_session, _input, _outputs, MaxBatch);
    }

    (TensorBuffer, TensorBuffer[]) Allocate(OnnxSession session)
    {
        using var turn = session.BesideRecordings();
        return (
            new(session, session.Model.Inputs[0], _inputShape, MaxBatch),
            [.. _outputShapes.Select((shape, i) => new TensorBuffer(session, session.Model.Outputs[i], shape, MaxBatch))]);
    }

    /// <summary>Goes on with another session, with the inputs as they are.</summary>
    void MoveTo(OnnxSession session)
    {
        var (input, outputs) = Allocate(session);
        for (var item = 0; item < MaxBatch; item++) _input.Item(item).CopyTo(input.Item(item));
        Free();
        (_session, _input, _outputs) = (session, input, outputs);
    }

    void Free()
    {
        using var turn = _session.BesideRecordings();
        _bound?.Dispose();
        _bound = null;
        _input.Dispose();
        foreach (var output in _outputs) output.Dispose();
    }
}
