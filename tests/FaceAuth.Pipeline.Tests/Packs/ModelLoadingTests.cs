using FaceAuth.Pipeline.Inference;
using FaceAuth.Pipeline.Networks;
using FaceAuth.Pipeline.Packs;
using FaceAuth.Pipeline.Tests.Inference;
using FaceAuth.Testing;

namespace FaceAuth.Pipeline.Tests.Packs;

/// <summary>What is wrong with a model's file is one clear sentence that says what to do.</summary>
public sealed class ModelLoadingTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-models-").FullName;
    readonly ModelManifest _manifest = ModelManifest.Read(ModelManifest.DefaultPath);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_model_of_both_packs_loads_and_is_as_the_manifest_says()
    {
        Assert.Equal(10, TestPacks.Of("permissive").NetworkIds.Count);   // every role, the third anti-spoof network too
        Assert.Equal("mobilefacenet_128d", TestPacks.Of("permissive").Embedder.Id);
        Assert.Equal("w600k_mbf_dequant", TestPacks.Of("insightface").Embedder.Id);
        Assert.Equal(InferenceProvider.Cpu, TestPacks.Of("permissive").Provider);
    }

    [Fact]
    public void A_missing_file_names_the_folders_and_the_address()
    {
        var fault = Assert.Throws<ModelException>(() => Load("permissive"));

        Assert.Contains("yunet_n_dynamic.onnx", fault.Message, StringComparison.Ordinal);
        Assert.Contains(_folder, fault.Message, StringComparison.Ordinal);
        Assert.Contains("https://", fault.Message, StringComparison.Ordinal);
        Assert.Contains("FACEAUTH_MODELS", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_with_another_checksum_names_both()
    {
        CopyAll();
        using (var file = File.OpenWrite(Path.Combine(_folder, "seeta_mask_detector.onnx"))) file.WriteByte(1);

        var fault = Assert.Throws<ModelException>(() => Load("permissive"));

        Assert.Contains("seeta_mask_detector.onnx", fault.Message, StringComparison.Ordinal);
        Assert.Contains(_manifest.Model("seeta_mask_detector").Sha256, fault.Message, StringComparison.Ordinal);
        Assert.Contains("fetch it again", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_model_are_named()
    {
        var fault = Assert.Throws<ModelException>(
            () => OnnxSession.Open(_manifest.Model("yunet_n_dynamic"), [1, 2, 3, 4], InferenceProvider.Cpu, TestPacks.Inference));

        Assert.Contains("yunet_n_dynamic.onnx", fault.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be loaded", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("input", "float32", 3, "its input is input: float32[-1,3,-1,-1], the manifest has input: float32[-1,4,-1,-1]")]
    [InlineData("picture", "float32", 3, "it has no input picture, only input")]
    [InlineData("input", "float16", 3, "the manifest has input: float16")]
    public void A_model_of_other_shapes_is_named(string name, string type, int channels, string expected)
    {
        var model = _manifest.Model("yunet_n_dynamic");
        var shape = expected.Contains("[-1,4", StringComparison.Ordinal) ? 4 : channels;
        var bytes = File.ReadAllBytes(SharedFiles.Model(model.File));

        var fault = Assert.Throws<ModelException>(() => OnnxSession.Open(
            model with { Inputs = [new(name, type, [-1, shape, -1, -1])] }, bytes, InferenceProvider.Cpu, TestPacks.Inference));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Outputs_that_the_manifest_does_not_know_are_named()
    {
        var model = _manifest.Model("yunet_n_dynamic");
        var bytes = File.ReadAllBytes(SharedFiles.Model(model.File));

        var fault = Assert.Throws<ModelException>(() => OnnxSession.Open(
            model with { Outputs = [.. model.Outputs.Take(11)] }, bytes, InferenceProvider.Cpu, TestPacks.Inference));

        Assert.Contains("12 outputs, the manifest 11", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_preferred_mesh_is_absent_the_other_one_is_used()
    {
        CopyAll();
        File.Delete(Path.Combine(_folder, "face_landmarks_478_fp32.onnx"));

        using var pack = Load("permissive");

        Assert.Contains("face_landmarks_478_fp16", pack.NetworkIds);
        Assert.DoesNotContain("face_landmarks_478_fp32", pack.NetworkIds);
    }

    [Theory]
    [InlineData(nameof(InferenceProvider.Cuda))]
    [InlineData(nameof(InferenceProvider.TensorRt))]
    public void A_provider_that_this_build_lacks_says_how_to_get_it(string provider)
    {
        Assert.SkipWhen(Gpu.IsHere, "This build has it.");
        var fault = Assert.Throws<ModelException>(() => ProviderChoice.Resolve(new InferenceOptions { Provider = Of(provider) }));

        Assert.Contains(Gpu.IsInBuild ? "install the NVIDIA driver" : "-p:OnnxRuntime=Gpu", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Inference:Provider", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(InferenceProvider.Cuda))]
    [InlineData(nameof(InferenceProvider.TensorRt))]
    public void With_a_fallback_the_pack_loads_on_the_processor_and_says_what_is_missing(string provider)
    {
        Assert.SkipWhen(Gpu.IsHere, "This build has it.");
        using var pack = ModelPack.Load(
            TestPacks.Options("permissive"), new InferenceOptions { Provider = Of(provider), AllowFallback = true });

        Assert.Equal(InferenceProvider.Cpu, pack.Provider);
        Assert.Contains($"Inference:Provider is {provider}", pack.Notice, StringComparison.Ordinal);
        Assert.Contains(Gpu.IsInBuild ? "install the NVIDIA driver" : "-p:OnnxRuntime=Gpu", pack.Notice, StringComparison.Ordinal);
        Assert.Contains("run on the processor", pack.Notice, StringComparison.Ordinal);
    }

    [Fact]
    public void Auto_says_what_is_missing_only_where_the_build_is_one_for_gpus()
    {
        var (provider, missing) = ProviderChoice.Resolve(new InferenceOptions());

        Assert.Equal(Gpu.IsHere, provider != InferenceProvider.Cpu);
        if (Gpu.IsInBuild && !Gpu.IsHere) Assert.Contains("install the NVIDIA driver", missing, StringComparison.Ordinal);
        else Assert.Null(missing);
    }

    [Theory]
    [InlineData(
        "[ErrorCode:Fail] bridge.cc:2043 Get() FAIL : Failed to load library /opt/f/libcuda_provider.so with error: "
        + "libcublasLt.so.13: cannot open \n",
        "libcublasLt.so.13: cannot open")]
    [InlineData("no CUDA-capable device is detected", "no CUDA-capable device is detected")]
    public void Why_a_provider_does_not_start_is_told_without_folders(string message, string expected) =>
        Assert.Equal(expected, ProviderChoice.Plain(message));

    [Fact]
    public void The_gpus_settings_are_those_of_the_options()
    {
        var options = new InferenceOptions { DeviceId = 2, DeviceMemoryLimit = 512, HalfPrecision = true, EngineCache = "/engines" };

        var (cuda, tensorRt) = (ProviderChoice.CudaSettings(options), ProviderChoice.TensorRtSettings(options));

        Assert.Equal(("2", "536870912"), (cuda["device_id"], cuda["gpu_mem_limit"]));
        Assert.Equal(("2", "536870912", "1"), (tensorRt["device_id"], tensorRt["trt_max_workspace_size"], tensorRt["trt_fp16_enable"]));
        Assert.Equal(("1", "/engines"), (tensorRt["trt_engine_cache_enable"], tensorRt["trt_engine_cache_path"]));
        Assert.Equal("1", ProviderChoice.CudaSettings(new() { CudaGraphs = true })["enable_cuda_graph"]);
        Assert.DoesNotContain("enable_cuda_graph", ProviderChoice.CudaSettings(new()).Keys);
        Assert.DoesNotContain("gpu_mem_limit", ProviderChoice.CudaSettings(new()).Keys);
        Assert.DoesNotContain("trt_engine_cache_path", ProviderChoice.TensorRtSettings(new()).Keys);
    }

    [Theory]
    [InlineData(nameof(InferenceProvider.Auto), true)]
    [InlineData(nameof(InferenceProvider.Cuda), true)]
    [InlineData(nameof(InferenceProvider.TensorRt), false)]
    [InlineData(nameof(InferenceProvider.Cpu), false)]
    public void Cuda_graphs_are_refused_for_what_has_none(string provider, bool areTaken)
    {
        var checkedOptions = new InferenceOptionsValidator().Validate(null, new() { Provider = Of(provider), CudaGraphs = true });

        Assert.Equal(areTaken, checkedOptions.Succeeded);
        if (!areTaken) Assert.Contains("Inference:CudaGraphs", checkedOptions.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Auto_takes_the_processor_where_nothing_else_is() =>
        Assert.Equal(InferenceProvider.Cpu, ProviderChoice.Resolve(new InferenceOptions()).Provider);

    [Fact]
    public void The_folder_of_the_options_comes_first_and_the_starter_models_last()
    {
        var folders = ModelDirectory.From(new ModelsOptions { Directory = _folder }).Folders;

        Assert.Equal(_folder, folders[0]);
        Assert.EndsWith(Path.Combine("models", "starter"), folders[^1], StringComparison.Ordinal);
        Assert.Contains(folders, folder => folder.EndsWith(Path.Combine("models", "cache"), StringComparison.Ordinal));
    }

    [Fact]
    public void A_threshold_that_the_manifest_lacks_is_named()
    {
        var fault = Assert.Throws<ModelException>(() => _manifest.Model("yunet_n_dynamic").Threshold("none"));

        Assert.Contains("yunet_n_dynamic", fault.Message, StringComparison.Ordinal);
    }

    static InferenceProvider Of(string name) => Enum.Parse<InferenceProvider>(name);

    ModelPack Load(string pack) => ModelPack.Load(_manifest, _manifest.Pack(pack), new ModelDirectory([_folder]), TestPacks.Inference);

    void CopyAll()
    {
        foreach (var file in Directory.EnumerateFiles(SharedFiles.RequireModels(), "*.onnx"))
        {
            // written anew, because a copy keeps read-only permissions
            File.WriteAllBytes(Path.Combine(_folder, Path.GetFileName(file)), File.ReadAllBytes(file));
        }
    }
}
