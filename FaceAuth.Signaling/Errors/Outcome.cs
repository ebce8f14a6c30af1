using System.Diagnostics.CodeAnalysis;

namespace FaceAuth.Signaling.Errors;

/// <summary>What was asked for, or why there is none: one of the two, never both.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
internal sealed class Outcome<T>
{
    readonly T? _value;

    Outcome(T? value, Refusal? refusal) => (_value, Refusal) = (value, refusal);

    /// <summary>Why there is none; null when there is.</summary>
    public Refusal? Refusal { get; }

    /// <summary>True with what was asked for, false with the reason.</summary>
    public bool TryGet([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out Refusal? refusal)
    {
        (value, refusal) = (_value, Refusal);
        return refusal is null;
    }

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);
}
