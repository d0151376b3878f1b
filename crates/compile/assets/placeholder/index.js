// Version 1 of a function that the stack creates: answers until the pipeline's first release takes its place.
// Inline code becomes index.js, which Node.js takes for a CommonJS module.
exports.handler = async () => ({ statusCode: 503, body: "No release has been deployed yet." });
