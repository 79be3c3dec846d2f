// The part of the W3C's Web Annotation context, http://www.w3.org/ns/anno.jsonld, that annotation pages of
// a site use: what its terms mean, from the vocabulary's recommendation. Tests use no network.
const iri = (id) => ({ "@id": id, "@type": "@id" });
const word = (id) => ({ "@id": id, "@type": "@vocab" });
const number = (id) => ({ "@id": id, "@type": "xsd:nonNegativeInteger" });

export const motivations = [
  "assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting",
  "identifying", "linking", "moderating", "questioning", "replying", "tagging",
];

export const context = {
  "@context": {
    oa: "http://www.w3.org/ns/oa#",
    as: "http://www.w3.org/ns/activitystreams#",
    dc: "http://purl.org/dc/elements/1.1/",
    dcterms: "http://purl.org/dc/terms/",
    rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    rdfs: "http://www.w3.org/2000/01/rdf-schema#",
    foaf: "http://xmlns.com/foaf/0.1/",
    xsd: "http://www.w3.org/2001/XMLSchema#",
    id: { "@id": "@id", "@type": "@id" },
    type: { "@id": "@type", "@type": "@vocab" },
    Annotation: "oa:Annotation",
    TextualBody: "oa:TextualBody",
    SpecificResource: "oa:SpecificResource",
    FragmentSelector: "oa:FragmentSelector",
    TextQuoteSelector: "oa:TextQuoteSelector",
    TextPositionSelector: "oa:TextPositionSelector",
    AnnotationCollection: "as:OrderedCollection",
    AnnotationPage: "as:OrderedCollectionPage",
    ...Object.fromEntries(motivations.map((name) => [name, `oa:${name}`])),
    body: iri("oa:hasBody"),
    target: iri("oa:hasTarget"),
    source: iri("oa:hasSource"),
    scope: iri("oa:hasScope"),
    selector: iri("oa:hasSelector"),
    motivation: word("oa:motivatedBy"),
    purpose: word("oa:hasPurpose"),
    exact: "oa:exact",
    prefix: "oa:prefix",
    suffix: "oa:suffix",
    start: number("oa:start"),
    end: number("oa:end"),
    value: "rdf:value",
    format: "dc:format",
    language: "dc:language",
    conformsTo: iri("dcterms:conformsTo"),
    Person: "foaf:Person",
    name: "foaf:name",
    creator: iri("dcterms:creator"),
    created: { "@id": "dcterms:created", "@type": "xsd:dateTime" },
    label: "rdfs:label",
    items: { ...iri("as:items"), "@container": "@list" },
    partOf: iri("as:partOf"),
    first: iri("as:first"),
    total: number("as:totalItems"),
    startIndex: number("as:startIndex"),
  },
};
