using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Stages;

/// <summary>What a stage asks a model about several pictures at once, and its answers.</summary>
/// <remarks>Belongs to one worker; grows to the largest batch and is used again and again.</remarks>
/// <typeparam name="TInput">What the model is told beside the picture.</typeparam>
/// <typeparam name="TResult">What it answers.</typeparam>
internal sealed class BatchCall<TInput, TResult>
{
    PicturePyramid[] _pictures = new PicturePyramid[1];
    TInput[] _inputs = new TInput[1];
    TResult[] _results = new TResult[1];
    int _count;

    /// <summary>The pictures.</summary>
    public ReadOnlySpan<PicturePyramid> Pictures => _pictures.AsSpan(0, _count);

    /// <summary>One input a picture.</summary>
    public ReadOnlySpan<TInput> Inputs => _inputs.AsSpan(0, _count);

    /// <summary>One answer a picture, for the model to write.</summary>
    public Span<TResult> Results => _results.AsSpan(0, _count);

    /// <summary>Begins a new call.</summary>
    public void Clear() => _count = 0;

    /// <summary>Adds a picture to it.</summary>
    public void Add(PicturePyramid picture, TInput input)
    {
        if (_count == _pictures.Length)
        {
            Array.Resize(ref _pictures, 2 * _count);
            Array.Resize(ref _inputs, 2 * _count);
            Array.Resize(ref _results, 2 * _count);
        }

        (_pictures[_count], _inputs[_count]) = (picture, input);
        _count++;
    }
}
