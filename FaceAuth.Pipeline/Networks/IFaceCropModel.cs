using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Networks;

/// <summary>A model that is told a face's box and gives one answer a face.</summary>
/// <typeparam name="TResult">Its answer.</typeparam>
internal interface IFaceCropModel<out TResult> : IBatchedModel<Box>
{
    /// <summary>The answer about the face in place <paramref name="item"/> of the last run.</summary>
    TResult Read(int item);
}
