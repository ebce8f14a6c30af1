using FaceAuth.Store.Protection;

namespace FaceAuth.Store.Search;

/// <summary>How large an index will be, and under which transform its vectors.</summary>
internal readonly record struct IndexSize(int Rows, int Dimension, TransformId Space);
