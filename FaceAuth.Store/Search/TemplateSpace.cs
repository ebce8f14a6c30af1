using FaceAuth.Store.Protection;

namespace FaceAuth.Store.Search;

/// <summary>Templates that may be compared with each other: of one model and length, under one transform.</summary>
internal sealed record TemplateSpace(string Model, int Dimension, TransformId Transform);
