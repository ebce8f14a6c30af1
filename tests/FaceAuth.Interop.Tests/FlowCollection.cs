using FaceAuth.Interop.Tests.Running;

namespace FaceAuth.Interop.Tests;

/// <summary>All flows share one server and run one after another: two cores decode, analyse and run the browser.</summary>
[CollectionDefinition("flows", DisableParallelization = true)]
public sealed class FlowCollection : ICollectionFixture<FlowServer>;
