namespace FaceAuth.Fuzz;

/// <summary>Something that reads bytes from the network.</summary>
public abstract class FuzzTarget : IDisposable
{
    /// <summary>Good inputs to spoil.</summary>
    public abstract IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>Inputs after which it begins anew.</summary>
    public virtual int Inputs => int.MaxValue;

    /// <summary>How much dearer one input is than a parser's: so much fewer are run.</summary>
    public virtual int Cost => 1;

    /// <summary>Takes one input, which it may write over. Throws when it breaks.</summary>
    public abstract void Run(Span<byte> input);

    /// <inheritdoc/>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}
