// node check.mjs FILE… : tells where an object of these files is not what the schemas of Kubernetes and of Prometheus' operator ask for.
import { readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";

let objects = 0;
for (const file of process.argv.slice(2)) {
  for (const document of parseAllDocuments(readFileSync(file, "utf8"))) {
    const object = document.toJS();
    if (!object) continue;
    objects++;
    const group = object.apiVersion.includes("/") ? object.apiVersion : `core/${object.apiVersion}`;
    const packages = group.startsWith("monitoring.coreos.com/") ? "@kubernetes-models/prometheus-operator" : "kubernetes-models";
    const path = group.startsWith("core/") ? object.apiVersion : group;
    const { [object.kind]: Model } = await import(`${packages}/${path}/${object.kind}`);
    try {
      new Model(object).validate();
    } catch (fault) {
      console.log(`${file}: ${object.kind} ${object.metadata?.name}: ${fault.message}`);
      process.exitCode = 1;
    }
  }
}
console.log(`${objects} objects`);
