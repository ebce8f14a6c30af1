namespace FaceAuth.Pipeline.Deciding.Evidence;

/// <summary>What two pictures of one face, about half a second apart, say of life.</summary>
/// <param name="Sway">
/// How far the face as a whole went between them, as a share of its width. Nobody holds quite still; a photo on a stand does.
/// </param>
/// <param name="Scene">How much more the face changed than what is around it; null where there is too little to compare.</param>
internal readonly record struct FaceChange(float Sway, SceneChange? Scene);
