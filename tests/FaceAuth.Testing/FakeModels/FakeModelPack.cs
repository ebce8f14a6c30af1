using System.Collections.Concurrent;
using FaceAuth.Pipeline;
using FaceAuth.Pipeline.Deciding.Pad;
using FaceAuth.Pipeline.Networks;

namespace FaceAuth.Testing.FakeModels;

/// <summary>
/// Hands out <see cref="FakeFaceModels"/>. A test can hold detection up, picture by picture, and see whose pictures
/// were analysed in which order.
/// </summary>
internal sealed class FakeModelPack : IModelPack
{
    readonly SemaphoreSlim _passes = new(0);
    int _workers;
    TimeSpan _spent;
    volatile bool _holds;

    /// <summary>Floats in one embedding; person n has 1 at n and 0 elsewhere.</summary>
    public const int Length = 128;

    /// <summary>Thrown when loading, until set to null.</summary>
    public Exception? LoadFault { get; set; }

    /// <summary>Whether a model, by the name of its method in <c>IFaceModels</c>, throws at a scene.</summary>
    public Func<string, FakeScene, bool>? Fault { get; set; }

    /// <summary>Told of every call: the model, by the name of its method, and how many pictures.</summary>
    public Action<string, int>? Called { get; set; }

    /// <summary>What each call costs on a virtual clock; nothing at first.</summary>
    public FakeCosts Costs { get; set; } = new();

    /// <summary>Whether <see cref="Seen"/> is kept.</summary>
    public bool KeepsSeen { get; set; } = true;

    /// <summary>Persons detected, in order.</summary>
    public ConcurrentQueue<int> Seen { get; } = [];

    /// <summary>Workers that were made and not disposed.</summary>
    public int Workers => Volatile.Read(ref _workers);

    /// <summary>Whether the models themselves were let go of.</summary>
    public bool IsDisposed { get; private set; }

    /// <inheritdoc/>
    public string Name => "fake";

    /// <inheritdoc/>
    public IReadOnlyList<string> ModelIds { get; } = ["fake-embedder"];

    /// <inheritdoc/>
    public string TemplateModel => "fake-embedder";

    /// <inheritdoc/>
    public int EmbeddingLength => Length;

    /// <inheritdoc/>
    public float VerifyAt => 0.4f;

    /// <inheritdoc/>
    public float IdentifyAt => 0.5f;

    /// <inheritdoc/>
    public float CoveredAt => 0;

    /// <summary>Takes both networks' scores as they are, nearly: 0.6 gives 0.6, 0.95 gives 0.93.</summary>
    public static PadFusion PlainFusion { get; } = new("plain",
        [new("narrow", 0, 1, 4), new("wide", 0, 1, 4), new("stir", 0, 1, 0), new("texturedStir", 0, 1, 0)], 0);

    /// <inheritdoc/>
    public PadFusion Fusion => PlainFusion;

    /// <summary>Hands this out, or throws <see cref="LoadFault"/>.</summary>
    public PackLoader Loader => new(Name, () => LoadFault is null ? this : throw LoadFault);

    /// <inheritdoc/>
    public IFaceModels ForWorker()
    {
        Interlocked.Increment(ref _workers);
        return new FakeFaceModels(this);
    }

    /// <summary>From now on detection waits for <see cref="Pass"/>.</summary>
    public void Hold() => _holds = true;

    /// <summary>Lets some pictures through detection.</summary>
    public void Pass(int pictures = 1) => _passes.Release(pictures);

    /// <summary>Lets everything through again.</summary>
    public void Free()
    {
        _holds = false;
        _passes.Release(1000);
    }

    /// <inheritdoc/>
    public void Dispose() => IsDisposed = true;

    internal void HandleDetect(FakeScene scene)
    {
        if (scene == FakeScene.Grey) return;
        if (KeepsSeen) Seen.Enqueue(scene.Person);
        if (_holds && !_passes.Wait(TimeSpan.FromSeconds(30))) throw new TimeoutException("The test never let this picture pass.");
    }

    /// <summary>What the calls since the last time cost together; for one thread.</summary>
    public TimeSpan TakeSpent()
    {
        var spent = _spent;
        _spent = TimeSpan.Zero;
        return spent;
    }

    internal void HandleCall(string model, double milliseconds, int pictures)
    {
        _spent += TimeSpan.FromMilliseconds(milliseconds * (1 + (pictures - 1) * Costs.NextInBatch));
        Called?.Invoke(model, pictures);
    }

    internal void HandlePicture(string model, FakeScene scene)
    {
        if (Fault is { } fault && scene != FakeScene.Grey && fault(model, scene))
            throw new InvalidOperationException($"The fake {model} broke, as it was told to.");
    }

    internal void HandleDisposed() => Interlocked.Decrement(ref _workers);
}
