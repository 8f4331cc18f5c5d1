// The commands of the bots on Node, as Discord's JSON.

export const COMMANDS = [
  {
    type: 1,
    name: 'greet',
    description: 'Greets somebody',
    options: [{ type: 3, name: 'name', description: 'Whom', required: true }],
  },
  { type: 1, name: 'slow', description: 'Answers later' },
];
