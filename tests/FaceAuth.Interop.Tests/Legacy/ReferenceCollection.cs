namespace FaceAuth.Interop.Tests.Legacy;

/// <summary>One after another, and beside no other test: they share the port that is written into the reference system's code.</summary>
[CollectionDefinition("reference", DisableParallelization = true)]
public sealed class ReferenceCollection;
