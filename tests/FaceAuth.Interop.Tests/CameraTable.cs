using FaceAuth.Testing;

namespace FaceAuth.Interop.Tests;

/// <summary>What the cameras of the flow tests show, relative to the data folder.</summary>
static class CameraTable
{
    public static TheoryData<string> Spoofs => [.. Files("spoof/spoof")];

    // one of each source among the masked faces; the pipeline's accuracy tests run all of them
    public static TheoryData<string> Masked =>
        ["occlusion/mask/with_mask020.jpg", "occlusion/mask/0_0_36.jpg", "occlusion/mask/Screenshot (371).png"];

    // where there is no data the rows still exist, so that they are skipped visibly
    static IEnumerable<string> Files(string folder) => SharedFiles.DataFolder is null
        ? [folder + "/"]
        : SharedFiles.DataFiles(folder).Select(path => folder + "/" + Path.GetFileName(path));
}
