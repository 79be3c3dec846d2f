// Which briefs name an entity is worked out once a build.
module.exports = function (config) {
  let naming = null;
  config.on("eleventy.before", () => { naming = null; });
  config.addCollection("briefs", (all) => all.getFilteredByGlob("briefs/*.md"));
  config.addCollection("entities", (all) => all.getFilteredByGlob("entities/*.md"));
  config.addFilter("naming", (briefs, slug) => {
    if (!naming) {
      naming = new Map();
      for (const brief of briefs) {
        for (const entity of brief.data.entities) {
          if (!naming.has(entity)) naming.set(entity, []);
          naming.get(entity).push(brief);
        }
      }
    }
    return naming.get(slug) ?? [];
  });
  config.addFilter("day", (date) => new Date(date).toISOString().slice(0, 10));
  return { markdownTemplateEngine: false, htmlTemplateEngine: "njk" };
};
