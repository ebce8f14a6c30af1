using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Networks;

/// <summary>A model that looks at several pictures in one run: draw each into its place, run, then read each place's answer.</summary>
/// <typeparam name="TPlace">What tells where in a picture to look.</typeparam>
internal interface IBatchedModel<TPlace>
{
    /// <summary>Most pictures of one run.</summary>
    int MaxBatch { get; }

    /// <summary>Draws part of a picture into place <paramref name="item"/> of the next run.</summary>
    void Draw(int item, PicturePyramid picture, in TPlace place);

    /// <summary>Runs the model on the first <paramref name="count"/> places drawn, at most <see cref="MaxBatch"/>.</summary>
    void Run(int count);
}
