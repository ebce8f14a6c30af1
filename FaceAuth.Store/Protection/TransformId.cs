namespace FaceAuth.Store.Protection;

/// <summary>Which transform a vector is protected by: drawn from one version of the root key, for one generation.</summary>
internal readonly record struct TransformId(int KeyVersion, int Generation);
